import { STORY } from './demo-story';
import { playStory } from './play-story';

playStory({ scenes: () => STORY });
